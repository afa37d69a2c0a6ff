// Command unjoinedInMethod forks in a method that main calls: nobody waits
// behind main either.
package main

import "fmt"

type logger struct{ lines []string }

func (l *logger) flush() { fmt.Println(l.lines) }

func (l *logger) badStart() {
	go l.flush() // want `unjoined`
}

func run() {
	l := &logger{}
	l.badStart()
}

func main() { run() }
