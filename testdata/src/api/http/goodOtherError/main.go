// Command goodOtherError waits for Shutdown unless serving has failed for another reason.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
)

type app struct {
	srv  *http.Server
	done chan error
}

func (a *app) run(ctx context.Context) error {
	go func() {
		<-ctx.Done()
		a.done <- a.srv.Shutdown(context.Background())
	}()
	if err := a.srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-a.done
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a := &app{srv: &http.Server{}, done: make(chan error, 1)}
	if err := a.run(ctx); err != nil {
		log.Print(err)
	}
}
