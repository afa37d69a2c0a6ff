// Command goodEarlyReturnBeforeFork returns early, but only while there is
// nothing to join.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) > 1 {
		return
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		fmt.Println("hello")
	}()
	<-done
}
