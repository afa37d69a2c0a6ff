// Command badShutdownNotAwaited ends as soon as the server stops serving, while
// the goroutine that shuts it down still waits for the requests in flight.
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
	go func() {
		interrupt := make(chan os.Signal, 1)
		signal.Notify(interrupt, os.Interrupt)
		<-interrupt
		_ = srv.Shutdown(context.Background()) // want `shutdown-not-awaited: .* \[15 .*\[21 `
	}()
	fmt.Println(srv.ListenAndServe())
}
