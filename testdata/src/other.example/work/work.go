// Package work belongs to another repository than what calls it.
package work

import "fmt"

// Race writes a variable of its own from two sides: its own business.
func Race() {
	n := 0
	go func() { n++ }() // want `captured-race`
	n++
}

// Fire starts work that nobody can wait for.
func Fire() { go fmt.Println("working") }
