package captures

import "sync"

// A variable is nil while no goroutine runs: there is one at a time.
func goodTied(in <-chan []string, stop <-chan struct{}, send func([]string)) {
	var done chan struct{}
	var queue []string
	for {
		if done == nil && len(queue) > 0 {
			batch := queue
			queue = nil
			done = make(chan struct{})
			go func() {
				send(batch)
				close(done)
			}()
		}
		select {
		case more := <-in:
			queue = append(queue, more...)
		case <-done:
			done = nil
		case <-stop:
			return
		}
	}
}

// Here it is nil again when a second has passed, whether the goroutine is over or not.
func badUntied(in <-chan []string, stop, tick <-chan struct{}, send func([]string)) {
	var done chan struct{}
	var queue []string
	for {
		if done == nil && len(queue) > 0 {
			batch := queue
			queue = nil
			done = make(chan struct{})
			go func() {
				send(batch)
				close(done) // want `captured-race: goroutine reads done`
			}()
		}
		select {
		case more := <-in:
			queue = append(queue, more...)
		case <-done:
			done = nil
		case <-tick:
			done = nil
		case <-stop:
			return
		}
	}
}

// The goroutine is started once, by who finds that there is no channel yet.
func goodStartedOnce(events <-chan int, stop <-chan struct{}, enough func() bool) (err error) {
	var notify chan struct{}
	subscribe := func() {
		notify = make(chan struct{}, 1)
		go func() {
			defer close(notify)
			for {
				select {
				case <-events:
					select {
					case notify <- struct{}{}:
					default:
					}
				case <-stop:
					return
				}
			}
		}()
	}
	for !enough() {
		if notify == nil {
			subscribe()
		}
		if _, ok := <-notify; !ok {
			break
		}
	}
	return err
}

// What a literal makes in a goroutine is not what the function around it has made.
type waiter struct{}

func (w *waiter) badWait(names []string, limit int) int {
	n := 0
	if limit > 0 {
		n = limit
	}
	var wg sync.WaitGroup
	for _, name := range names {
		if name == "" {
			return 0
		}
		wg.Add(1)
		go func() { // want `join-skipped`
			defer wg.Done()
			_ = name[:min(n, len(name))]
		}()
	}
	wg.Wait()
	return n
}

type traversal struct{ visit func(string) int }

func (t *traversal) run(nodes []string) {
	var wg sync.WaitGroup
	for _, n := range nodes {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t.visit(n)
		}()
	}
	wg.Wait()
}

func (w *waiter) start(nodes, names []string) int {
	t := &traversal{visit: func(string) int { return w.badWait(names, 2) }}
	t.run(nodes)
	return w.badWait(names, 0)
}

func goodOfEachCall(nodes, names []string) int {
	w := &waiter{}
	return w.badWait(names, 1) + w.start(nodes, names)
}
