// Package https has net/http: a handler runs in a goroutine of the server's.
package https

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
)

func use(...any) {}

// A library function that serves and is told to stop waits for both.
func goodServe(ctx context.Context, srv *http.Server) error {
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		done <- srv.Shutdown(context.Background())
	}()
	if err := srv.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return <-done
}

// The handler answers while its goroutine still writes what it answers with.
func badHandler(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	body := ""
	wg.Go(func() { body = r.URL.Path }) // want `captured-race`
	use(body)
	wg.Wait()
}

func goodHandler(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	body := ""
	wg.Go(func() { body = r.URL.Path })
	wg.Wait()
	use(body)
}

// badHandlers runs beside itself, once for each request.
func badHandlers() {
	hits := 0
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) { hits++ }) // want `instance-race: goroutine writes hits, and several instances of it run at once`
	_ = http.ListenAndServe("localhost:8080", nil)
}

type site struct {
	mu     sync.Mutex
	hits   int
	last   atomic.Int64
	pages  map[string]string
	routes *http.ServeMux
}

func (s *site) badRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.count)                  // want `instance-race: goroutine writes s.hits`
	mux.Handle("/page", http.HandlerFunc(s.page)) // want `map-race: concurrent use of map s.pages`
	mux.Handle("/lock", &counter{})
	mux.Handle("/again", again(s)) // a handler that somebody makes
	return mux
}

func (s *site) count(w http.ResponseWriter, r *http.Request) {
	s.hits++
	n := 0
	n++
	use(n)
}

func (s *site) page(w http.ResponseWriter, r *http.Request) {
	s.pages[r.URL.Path] = "seen"
}

type counter struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.seen[r.URL.Path] = true
	c.mu.Unlock()
}

func again(s *site) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.hits++ })
}

// goodRoutes has locks, atomics, and what only one request knows.
func (s *site) goodRoutes() {
	s.hits = 0
	s.routes.HandleFunc("/", s.countLocked)
	s.routes.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		name := s.pages[r.URL.Path]
		s.last.Store(int64(len(name)))
		body := []string{}
		body = append(body, name)
		use(body)
	})
	s.hits = 1
}

func (s *site) countLocked(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits++
}

// What is registered runs in a goroutine that Shutdown does not wait for.
func badOnShutdown(ctx context.Context, srv *http.Server) {
	n := 0
	srv.RegisterOnShutdown(func() { n++ }) // want `captured-race: goroutine writes n while line 118 reads it`
	srv.Shutdown(ctx)
	use(n)
}
