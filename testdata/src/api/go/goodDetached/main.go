// Command goodDetached says that its goroutine is unjoined on purpose.
package main

import "fmt"

func main() {
	go fmt.Println("hello") //gojoincheck:detached the greeting may be lost
}
