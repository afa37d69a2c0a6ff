package waitgroup

import "sync"

// The workers of a pool go on until the channel is closed.
type workers struct {
	jobs chan func()
	wg   sync.WaitGroup
}

func newWorkers(n int) *workers {
	p := &workers{jobs: make(chan func(), n)}
	for range n {
		p.wg.Go(p.work)
	}
	return p
}

func (p *workers) work() {
	for job := range p.jobs {
		job()
	}
}

func badNotClosed(n int) {
	p := newWorkers(3)
	for i := range 12 {
		p.jobs <- func() { println(i + n) }
	}
	p.wg.Wait() // want `join-deadlock: waiting for p.wg blocks for ever: the goroutine goes on until p.jobs is closed, and nothing closes it`
}

func goodClosed(n int) {
	p := newWorkers(3)
	for i := range 12 {
		p.jobs <- func() { println(i + n) }
	}
	close(p.jobs)
	p.wg.Wait()
}

// goodCounted waits for the jobs, and not for the workers.
func goodCounted(all []int) {
	jobs := make(chan int)
	var pending sync.WaitGroup
	for range 3 {
		go func() {
			for range jobs {
				pending.Done()
			}
		}()
	}
	for _, j := range all {
		pending.Add(1)
		jobs <- j
	}
	pending.Wait()
	close(jobs)
}
