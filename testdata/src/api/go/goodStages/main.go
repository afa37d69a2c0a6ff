// The last of the stages is waited for, and with it all the others, through one
// variable for all of their channels.
package main

import "fmt"

func source(texts ...string) <-chan string {
	out := make(chan string)
	go func() {
		for _, t := range texts {
			out <- t
		}
		close(out)
	}()
	return out
}

func connect(in <-chan string, suffix string) <-chan string {
	out := make(chan string, 1)
	go func() {
		defer close(out)
		for t := range in {
			out <- t + suffix
		}
	}()
	return out
}

func main() {
	c := source("a", "b")
	for _, s := range []string{"1", "2"} {
		c = connect(c, s)
	}
	for t := range c {
		fmt.Println(t)
	}
}
