// Package main receives once too little.
package main

import "fmt"

func main() {
	done := make(chan bool)
	for i := range 4 {
		go func() { // want `.`
			fmt.Println(i)
			done <- true
		}()
	}
	for range 3 {
		<-done
	}
}
