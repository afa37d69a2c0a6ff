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

type stream struct {
	lines []string
	ended chan struct{}
}

func (s *stream) await(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-s.ended:
	}
}

func (s *stream) run() {
	defer close(s.ended)
	s.lines = append(s.lines, "a")
}

// goodAwaited waits for the goroutine alone: nobody ends the background context.
func goodAwaited() []string {
	s := &stream{ended: make(chan struct{})}
	go s.run()
	s.await(context.Background())
	return s.lines
}

// badAwaited may go on when the context is done.
func badAwaited(ctx context.Context) []string {
	s := &stream{ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		s.lines = append(s.lines, "a") // want `captured-race: goroutine writes s.lines`
	}()
	s.await(ctx)
	return s.lines
}
