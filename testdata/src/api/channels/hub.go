package channels

import "sync"

type member struct{ send chan string }

// A hub knows its members by a map whose keys they are.
type hub struct {
	register chan *member
	quit     chan struct{}
	members  map[*member]bool
}

func (h *hub) run() {
	for {
		select {
		case m := <-h.register:
			h.members[m] = true
		case <-h.quit:
			for m := range h.members {
				close(m.send)
			}
			return
		}
	}
}

func goodHub() {
	h := &hub{register: make(chan *member), quit: make(chan struct{}), members: map[*member]bool{}}
	go h.run()
	m := &member{send: make(chan string)}
	h.register <- m
	var wg sync.WaitGroup
	wg.Go(func() {
		for s := range m.send {
			use(s)
		}
	})
	close(h.quit)
	wg.Wait()
}
