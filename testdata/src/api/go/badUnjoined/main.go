// Command badUnjoined ends before its goroutine has run.
package main

import "fmt"

func main() {
	go func() { fmt.Println("hello") }() // want `unjoined: goroutine is never joined.* \[8 `
}
