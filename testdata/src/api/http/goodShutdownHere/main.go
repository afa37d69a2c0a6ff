// Command goodShutdownHere serves in a goroutine and shuts down itself: when
// Shutdown returns, all is drained.
package main

import (
	"context"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	srv := &http.Server{}
	go srv.ListenAndServe()
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	<-interrupt
	_ = srv.Shutdown(context.Background())
}
