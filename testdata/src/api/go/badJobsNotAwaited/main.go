// Package main closes the jobs, and does not wait until they are done.
package main

import "fmt"

func main() {
	jobs := make(chan int, 10)
	go func() { // want `unjoined: goroutine is never joined`
		for j := range jobs {
			fmt.Println(j)
		}
	}()
	for i := range 10 {
		jobs <- i
	}
	close(jobs)
}
