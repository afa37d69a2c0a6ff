// A channel that has been closed is set to nil, so that the select leaves it out.
package main

import "fmt"

func emit(values ...int) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for _, v := range values {
			c <- v
		}
	}()
	return c
}

func both(a, b <-chan int) func(yield func(int)) {
	return func(yield func(int)) {
		for a != nil || b != nil {
			select {
			case v, ok := <-a:
				if !ok {
					a = nil
					continue
				}
				yield(v)
			case v, ok := <-b:
				if !ok {
					b = nil
					continue
				}
				yield(v)
			}
		}
	}
}

func main() {
	both(emit(1, 2), emit(3))(func(v int) { fmt.Println(v) })
}
