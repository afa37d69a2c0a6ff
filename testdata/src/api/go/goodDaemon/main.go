// Command goodDaemon has a goroutine that never ends by itself: it has no work
// to finish, so nobody need wait for it.
package main

import (
	"fmt"
	"time"
)

func main() {
	go func() {
		for {
			fmt.Println("tick")
			time.Sleep(time.Second)
		}
	}()
	for i := range 3 {
		fmt.Println(i)
	}
}
