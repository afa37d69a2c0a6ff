// Command badJoinSkipped joins on one path, and returns early on another.
package main

import (
	"fmt"
	"os"
)

func main() {
	done := make(chan bool, 1)
	go func() { // want `join-skipped: .* \[17 .*\[19 `
		fmt.Println("hello")
		done <- true
	}()
	if len(os.Args) > 1 {
		fmt.Println("no arguments, please")
		return
	}
	<-done
}
