package https

import (
	"fmt"
	"net/http"
	"sync"
)

// All that a server runs for requests runs at once.

type shortener struct {
	mu    sync.Mutex
	links map[string]string
	hits  map[string]int
}

func (s *shortener) badRoutes(mux *http.ServeMux) {
	mux.HandleFunc("/go/", s.redirect) // want `map-race: concurrent use of map s.hits`
	mux.HandleFunc("/stats/", s.stats)
}

func (s *shortener) redirect(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.hits[r.URL.Path]++
	s.mu.Unlock()
}

func (s *shortener) stats(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, s.hits[r.URL.Path])
}

func (s *shortener) goodRoutes(mux *http.ServeMux) {
	mux.HandleFunc("/go/", s.redirect)
	mux.HandleFunc("/links/", s.link)
}

func (s *shortener) link(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, s.links[r.URL.Path])
}

func badServesItself() error {
	n := 0
	return http.ListenAndServe(":0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++ // want `instance-race: goroutine writes n`
	}))
}
