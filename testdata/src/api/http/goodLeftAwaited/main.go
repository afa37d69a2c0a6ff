// Command goodLeftAwaited waits for what the handlers have started, too.
package main

import (
	"context"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

type api struct {
	relay time.Duration
	wg    sync.WaitGroup
}

func (a *api) receipt(id string) {
	time.Sleep(a.relay)
	log.Print("receipt for ", id)
}

func (a *api) goodOrder(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	a.wg.Go(func() { a.receipt(id) })
	w.WriteHeader(http.StatusAccepted)
}

func main() {
	a := &api{relay: time.Second}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders/{id}", a.goodOrder)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	srv := &http.Server{Handler: mux}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	time.Sleep(time.Minute)
	if err := srv.Shutdown(context.Background()); err != nil {
		log.Print(err)
	}
	<-served
	a.wg.Wait()
}
