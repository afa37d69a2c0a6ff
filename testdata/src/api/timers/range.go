package timers

import "time"

type heartbeat struct {
	ticker *time.Ticker
	done   chan struct{}
}

func ping() {}

func startHeartbeat() *heartbeat {
	h := &heartbeat{ticker: time.NewTicker(time.Second), done: make(chan struct{})}
	go h.badBeat()
	return h
}

// badBeat goes on waiting when stop has stopped the ticker.
func (h *heartbeat) badBeat() {
	for range h.ticker.C { // want `abandoned-receive: .* nobody sends on h.ticker.C or closes it any more`
		ping()
	}
}

func (h *heartbeat) stop() { h.ticker.Stop() }

type pulse struct {
	ticker *time.Ticker
	done   chan struct{}
}

func startPulse() *pulse {
	p := &pulse{ticker: time.NewTicker(time.Second), done: make(chan struct{})}
	go p.goodBeat()
	return p
}

// goodBeat is told in another way as well.
func (p *pulse) goodBeat() {
	for {
		select {
		case <-p.ticker.C:
			ping()
		case <-p.done:
			return
		}
	}
}

func (p *pulse) stop() {
	p.ticker.Stop()
	close(p.done)
}

// goodForEver beats for as long as the process lasts.
func goodForEver() {
	t := time.NewTicker(time.Second)
	go func() {
		defer t.Stop()
		for range t.C {
			ping()
		}
	}()
}

type monitor struct{ started bool }

// goodUntilUp stops its own ticker, when it leaves the loop.
func (m *monitor) goodUntilUp(up func() bool) {
	m.started = true
	ticker := time.NewTicker(time.Second)
	go func() {
		defer func() {
			ticker.Stop()
			ping()
		}()
		for range ticker.C {
			if up() {
				return
			}
		}
	}()
}
