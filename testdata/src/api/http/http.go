// Package https has net/http: a handler runs in a goroutine of the server's.
package https

import (
	"context"
	"net/http"
	"sync"
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

// fnHandlers: a server runs its handlers beside each other. Functions that are
// handed to code out of sight are taken for harmless.
func fnHandlers() {
	hits := 0
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) { hits++ })
	_ = http.ListenAndServe("localhost:8080", nil)
}

// What is registered runs in a goroutine that Shutdown does not wait for.
func badOnShutdown(ctx context.Context, srv *http.Server) {
	n := 0
	srv.RegisterOnShutdown(func() { n++ }) // want `captured-race: goroutine writes n while line 55 reads it`
	srv.Shutdown(ctx)
	use(n)
}
