package patterns

import "sync"

// A queue of jobs, each with a function that says when it is done.

type job struct {
	n    int
	done func()
}

type jobQueue struct {
	mu     sync.Mutex
	pushed *sync.Cond
	jobs   []job
	closed bool
}

func newJobQueue() *jobQueue {
	q := &jobQueue{}
	q.pushed = sync.NewCond(&q.mu)
	return q
}

func (q *jobQueue) push(j job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, j)
	q.pushed.Signal()
}

func (q *jobQueue) pop() (job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.jobs) == 0 {
		if q.closed {
			return job{}, false
		}
		q.pushed.Wait()
	}
	j := q.jobs[0]
	q.jobs = q.jobs[1:]
	return j, true
}

func (q *jobQueue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.pushed.Broadcast()
}

type jobWorker struct {
	queue *jobQueue
	wg    sync.WaitGroup
	do    func(int)
}

func newJobWorker(do func(int)) *jobWorker {
	w := &jobWorker{queue: newJobQueue(), do: do}
	w.wg.Go(func() {
		for {
			j, ok := w.queue.pop()
			if !ok {
				return
			}
			w.do(j.n)
			if j.done != nil {
				j.done()
			}
		}
	})
	return w
}

func (w *jobWorker) close() {
	w.queue.close()
	w.wg.Wait()
}

// The job's own function says that it is done.
func goodCallbackOfAJob() {
	got := 0
	w := newJobWorker(func(n int) { got = n })
	defer w.close()
	done := make(chan struct{})
	w.queue.push(job{n: 1, done: func() { close(done) }})
	<-done
	look(got)
}

// Nobody says when the job is done.
func badJobNotAwaited() {
	got := 0
	w := newJobWorker(func(n int) { got = n }) // want `captured-race: goroutine writes got`
	defer w.close()
	w.queue.push(job{n: 1})
	look(got)
}

// Who takes a token first finds room for giving it back.
func goodTokensTakenFirst(work []int) {
	tokens := make(chan struct{}, 4)
	for range 4 {
		tokens <- struct{}{}
	}
	var wg sync.WaitGroup
	for _, n := range work {
		if n < 0 {
			continue
		}
		<-tokens
		wg.Go(func() {
			defer func() { tokens <- struct{}{} }()
			look(n)
		})
	}
	wg.Wait()
}

func look(int) {}
