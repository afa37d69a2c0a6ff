package channels

import "fmt"

// closeSafely closes a channel, if there is one.
func closeSafely[T any](c chan<- T) {
	if c != nil {
		close(c)
		return
	}
	fmt.Println("no channel")
}

type tally struct{ failed int }

func goodClosedSafely(slow bool) int {
	t := &tally{}
	walk, out := make(chan int, 10), make(chan int, 10)
	if slow {
		go func() {
			for x := range walk {
				if x%2 == 0 {
					out <- x
					continue
				}
				t.failed++
			}
			closeSafely(out)
		}()
	} else {
		out = walk
	}
	go func() {
		for i := range 10 {
			walk <- i
		}
		closeSafely(walk)
	}()
	for x := range out {
		fmt.Println(x)
	}
	return t.failed
}
