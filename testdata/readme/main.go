package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	salutation := "hello"
	wg.Go(func() {
		salutation = "welcome"
	})
	fmt.Println(salutation)
	wg.Wait()

	fmt.Println(ask(time.Second))
	go fmt.Println("bye")
}

func ask(patience time.Duration) string {
	answer := make(chan string)
	go func() { answer <- "42" }()
	select {
	case s := <-answer:
		return s
	case <-time.After(patience):
		return "no answer"
	}
}
