package mutex

// A subscription takes one for each message, and another goroutine takes it back when the
// message has been delivered.
type subscription struct {
	slots     chan struct{}
	delivered chan int
}

func (s *subscription) goodOnMessage(msg string, id int) {
	s.slots <- struct{}{}
	if msg == "" {
		<-s.slots
		return
	}
	s.delivered <- id
}

func (s *subscription) deliver() {
	for range s.delivered {
		<-s.slots
	}
}
