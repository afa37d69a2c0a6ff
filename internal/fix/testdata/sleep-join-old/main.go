//go:build go1.21

package main

import (
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	go archive("orders") // want `only a sleep lies between`
	go func() {          // want `only a sleep lies between`
		fmt.Println("done")
	}()
	time.Sleep(100 * time.Millisecond)
	fmt.Println(time.Since(start) > 0)
}

func archive(table string) {
	fmt.Println("archived", table)
}
