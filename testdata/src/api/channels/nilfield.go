package channels

// merged is never made, and nobody asks for it.
type aggregator struct {
	merged, made, asked chan int
	total               int
}

func newAggregator() *aggregator { return &aggregator{made: make(chan int)} }

func (a *aggregator) badRun() {
	go func() {
		a.merged <- 1 // want `nil-channel`
	}()
	for n := range a.merged { // want `nil-channel: blocks for ever: the channel is nil`
		a.total += n
	}
}

func (a *aggregator) goodMade() int {
	go func() { a.made <- 1 }()
	return <-a.made
}

// goodAsked has a channel for tests alone.
func (a *aggregator) goodAsked() int {
	if a.asked != nil {
		return <-a.asked
	}
	select {
	case n := <-a.asked:
		return n
	case n := <-a.made:
		return n
	}
}

func runs() { newAggregator().badRun() }

// slots spells the type of its elements three times: they are one type.
type slots[T any] struct {
	ring []*struct{ result chan T }
}

func newSlots[T any]() *slots[T] {
	ring := make([]*struct{ result chan T }, 4)
	for i := range ring {
		ring[i] = &struct{ result chan T }{result: make(chan T, 1)}
	}
	return &slots[T]{ring: ring}
}

func (s *slots[T]) goodPut(i int, v T) {
	slot := s.ring[i]
	go func() { slot.result <- v }()
}

func (s *slots[T]) goodTake(i int) T { return <-s.ring[i].result }

func takes() int {
	s := newSlots[int]()
	s.goodPut(1, 2)
	return s.goodTake(1)
}

// goodForEver waits to be killed.
func goodForEver() {
	takes()
	<-make(chan struct{})
}
