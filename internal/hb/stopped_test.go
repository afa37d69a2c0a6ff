package hb_test

import (
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// start is a function that starts a goroutine which waits for a close of stop.
const start = `
func start
	chan stop
	go loop
	return
func loop
	recv stop
	return
`

// TestNeverStopped: who calls what starts a goroutine has to tell it to stop, if
// nobody else can.
func TestNeverStopped(t *testing.T) {
	for _, c := range []graphTest{
		{"dropped", start + `func main
	call start
	return`, `9 never-stopped stop (fork 3, return 10)`},
		{"told", start + `func main
	call start
	close stop
	return`, ""},
		{"told on one path", start + `func main
	call start
	if 1 a b
a:
	close stop
	return
b:
	return`, `9 never-stopped stop (fork 3, return 15, join 12)`},
		{"handed on", start + `func main
	call start
	escape stop
	return`, ""},
		{"told by another goroutine", start + `func main
	call start
	go other
	return
func other
	close stop
	return`, ""},
		{"kept in a field that somebody knows", start + `func main(p)
	call start
	bind p.stop stop
	return`, ""},
		{"kept in a field of its own", start + `func main
	var x
	call start
	bind x.stop stop
	return`, `10 never-stopped stop (fork 3, return 12)`},
		{"told through the field", start + `func main
	var x
	call start
	bind x.stop stop
	close *x.stop
	return`, ""},
		{"once more each round", start + `func main
loop: endless
	call start
	goto loop`, `10 never-stopped stop (fork 3)`},
		{"started here: the function sees it all", `
func main
	chan stop
	go loop
	return
func loop
	recv stop
	return`, ""},
	} {
		c.run(t, hb.NotRoot, false)
	}
}
