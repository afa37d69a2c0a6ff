// Command leftByHandler shuts its server down, which waits for requests, and not for what
// their handlers have started.
package main

import (
	"context"
	"log"
	"net"
	"net/http"
	"time"
)

type api struct{ relay time.Duration }

func (a *api) receipt(id string) {
	time.Sleep(a.relay)
	log.Print("receipt for ", id)
}

func (a *api) badOrder(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	go a.receipt(id) // want `unjoined: goroutine is never joined`
	w.WriteHeader(http.StatusAccepted)
}

func main() {
	a := &api{time.Second}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders/{id}", a.badOrder)
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
}
