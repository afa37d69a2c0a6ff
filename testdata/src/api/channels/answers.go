package channels

// A channel of answers: as many goroutines answer as are asked.

type target struct {
	name    string
	enabled bool
}

func ask(target) int { return 1 }

func badSkips(targets []target) (n int) {
	answers := make(chan int)
	for _, t := range targets {
		if !t.enabled {
			continue
		}
		go func() { answers <- ask(t) }()
	}
	for range targets {
		n += <-answers // want `abandoned-receive: blocks for ever if a round starts no goroutine`
	}
	return n
}

func badOneMore(targets []target) (n int) {
	answers := make(chan int, len(targets)+1)
	for _, t := range targets {
		go func() { answers <- ask(t) }()
	}
	go func() { answers <- ask(target{}) }() // want `count-mismatch: goroutine is not joined: fewer receives from answers`
	for range targets {
		n += <-answers
	}
	return n
}

func goodCounts(targets []target) (n int) {
	answers := make(chan int)
	asked := 0
	for _, t := range targets {
		if !t.enabled {
			continue
		}
		asked++
		go func() { answers <- ask(t) }()
	}
	for range asked {
		n += <-answers
	}
	return n
}

func goodAnswersForAll(targets []target) (n int) {
	answers := make(chan int, len(targets))
	for _, t := range targets {
		if !t.enabled {
			answers <- 0
			continue
		}
		go func() { answers <- ask(t) }()
	}
	for range targets {
		n += <-answers
	}
	return n
}

// An actor that calls itself.

type command struct {
	name  string
	reply chan int
}

type actor struct{ inbox chan command }

func (a *actor) loop() {
	for c := range a.inbox {
		switch c.name {
		case "twice":
			c.reply <- 2 * a.badDo("once")
		default:
			c.reply <- 1
		}
	}
}

func (a *actor) badDo(name string) int {
	c := command{name, make(chan int, 1)}
	a.inbox <- c // want `abandoned-send: goroutine blocks for ever here: nobody but itself receives from a.inbox`
	return <-c.reply
}

func actTwice() int {
	a := &actor{make(chan command)}
	go a.loop()
	defer close(a.inbox)
	return a.badDo("twice")
}

type roomy struct{ inbox chan command }

func (a *roomy) loop() {
	for c := range a.inbox {
		if c.name == "again" {
			a.inbox <- command{"once", c.reply}
			continue
		}
		c.reply <- 1
	}
}

// goodRoomy leaves itself a message in a channel with room.
func goodRoomy() int {
	a := &roomy{make(chan command, 8)}
	go a.loop()
	c := command{"again", make(chan int, 1)}
	a.inbox <- c
	defer close(a.inbox)
	return <-c.reply
}

// badAnswers receives once for each, and not all send.
func badAnswers(in []int) (sum int) {
	parts := make(chan int)
	for _, n := range in {
		go func() {
			if n > 10 {
				return
			}
			parts <- n
		}()
	}
	for range in {
		sum += <-parts // want `abandoned-receive: blocks for ever if a goroutine returns without sending on parts: one receive for each \(line \d+\)`
	}
	return sum
}

type stoppable struct{ stop chan struct{} }

func (s *stoppable) close() { close(s.stop) }

func (s *stoppable) answer(n int, parts chan<- int) {
	select {
	case parts <- n:
	case <-s.stop:
	}
}

// goodStoppable gets all answers, for it stops nobody.
func goodStoppable(in []int) (sum int) {
	s := &stoppable{make(chan struct{})}
	use(s)
	parts := make(chan int)
	for _, n := range in {
		go s.answer(n, parts)
	}
	for range in {
		sum += <-parts
	}
	return sum
}

// goodAnswers hears from all, whatever they have found.
func goodAnswers(in []int) (sum int) {
	parts := make(chan int)
	for _, n := range in {
		go func() {
			if n > 10 {
				parts <- 0
				return
			}
			parts <- n
		}()
	}
	for range in {
		sum += <-parts
	}
	return sum
}
