package channels

import (
	"sync"
	"time"
)

type order struct {
	item int
	quit bool
}

type clerk struct {
	in chan order
	wg sync.WaitGroup
}

// The clerk goes on by the clock until it gets the order to quit.
func (c *clerk) untilQuit() {
	defer c.wg.Done()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case o := <-c.in:
			if o.quit {
				return
			}
			use(o.item)
		case <-ticker.C:
			use(0)
		}
	}
}

// This one never quits.
func (c *clerk) everOn() {
	defer c.wg.Done()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case o := <-c.in:
			use(o.item)
		case <-ticker.C:
			use(0)
		}
	}
}

func goodQuitOrder() {
	c := &clerk{in: make(chan order, 3)}
	c.wg.Add(1)
	go c.untilQuit()
	c.in <- order{item: 1}
	c.in <- order{quit: true}
	c.wg.Wait()
}

func badNoQuit() {
	c := &clerk{in: make(chan order, 3)}
	c.wg.Add(1)
	go c.everOn()
	c.in <- order{quit: true}
	c.wg.Wait() // want `stuck-join`
}
