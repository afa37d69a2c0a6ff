package main

import (
	"fmt"
	"time"
)

func main() {
	for i := range 3 {
		go archive(i) // want `only a sleep lies between`
	}
	go func() { // want `only a sleep lies between`
		fmt.Println("done")
	}()
	go func(name string) { // want `only a sleep lies between`
		fmt.Println(name)
	}("ada")
	time.Sleep(100 * time.Millisecond)
}

func archive(table int) {
	fmt.Println("archived", table)
}
