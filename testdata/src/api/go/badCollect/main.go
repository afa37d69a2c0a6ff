// Command badCollect collects garbage, which waits for no goroutine.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	go fmt.Println("lost") // want `unjoined: goroutine is never joined: nothing waits for it before the program ends`
	runtime.GC()
}
