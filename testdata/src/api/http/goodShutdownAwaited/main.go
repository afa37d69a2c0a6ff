// Command goodShutdownAwaited waits for the goroutine that shuts down.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	srv := &http.Server{}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		interrupt := make(chan os.Signal, 1)
		signal.Notify(interrupt, os.Interrupt)
		<-interrupt
		_ = srv.Shutdown(context.Background())
	}()
	fmt.Println(srv.ListenAndServe())
	<-drained
}
