package ctx

import "context"

type options struct{ started func() }

type server struct{ port int }

func (s *server) serve(o *options) {
	s.port = 80
	o.started()
}

// goodStarted waits for what the goroutine calls when it has begun.
func goodStarted(o *options, ready func(func())) int {
	ctx, cancel := context.WithCancel(context.Background())
	ready(func() { cancel() })
	s := &server{}
	go s.serve(o)
	<-ctx.Done()
	return s.port
}

// badCancelsItself waits for nobody.
func badCancelsItself(o *options) int {
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{}
	go func() {
		s.port = 80 // want `captured-race: goroutine writes s.port`
		o.started()
	}()
	cancel()
	<-ctx.Done()
	return s.port
}
