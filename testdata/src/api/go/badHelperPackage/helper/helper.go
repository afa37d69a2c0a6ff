// Package helper forks, and its callers cannot see it.
package helper

import "fmt"

// Start forks and forgets.
func goodLocal() {
	fmt.Println("local")
}

// Start runs in the background.
func Start() { go goodLocal() }
