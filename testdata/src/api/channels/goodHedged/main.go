package main

import (
	"errors"
	"fmt"
	"os"
	"time"
)

type outcome struct {
	val string
	err error
}

func launch(f chan outcome, name string) {
	go func() {
		b, err := os.ReadFile(name)
		f <- outcome{string(b), err}
	}()
}

// hedged asks one after the other, and takes the first that answers.
func hedged(patience time.Duration, names []string) (string, error) {
	f := make(chan outcome, len(names))
	launch(f, names[0])
	next, open := 1, 1
	for open > 0 {
		select {
		case o := <-f:
			if o.err == nil {
				return o.val, nil
			}
			open--
		case <-time.After(patience):
		}
		if next < len(names) {
			launch(f, names[next])
			next++
			open++
		}
	}
	return "", errors.New("none")
}

func main() {
	fmt.Println(hedged(time.Millisecond, os.Args[1:]))
}
