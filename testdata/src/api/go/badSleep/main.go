// Command badSleep hopes that its goroutine is quick.
package main

import (
	"fmt"
	"time"
)

func main() {
	go fmt.Println("hello") // want `sleep-join`
	time.Sleep(time.Second)
}
