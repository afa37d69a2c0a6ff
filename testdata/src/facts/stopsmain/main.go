// Package main owns values that live as long as the program, and some that do
// not.
package main

import (
	"fmt"
	"net/http"

	"facts/svc"
)

func main() {
	t := svc.NewTicker()
	goodSetUp()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		n := svc.NewTicker() // want `nothing calls n.Halt`
		fmt.Fprintln(w, n.N())
	})
	run(func() { svc.NewTicker() })
	for {
		badCalledAgain()
		u := svc.NewTicker() // want `nothing calls u.Halt`
		fmt.Println(t.N(), u.N())
	}
}

// Only main calls it, and once.
func goodSetUp() {
	svc.NewTicker()
	svc.NewServer()
}

func badCalledAgain() {
	svc.NewTicker() // want `nothing calls \(\*Ticker\).Halt`
}

// run may call it once or many times.
func run(f func()) { commands = append(commands, f) }

var commands []func()
