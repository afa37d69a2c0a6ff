package main

import "fmt"

func main() {
	fmt.Println("start")
	go archive("orders") // want `goroutine is never joined`
	if fmt.Sprint() == "" {
		fmt.Println("nothing to do")
		return
	}
	fmt.Println("started")
}

func archive(table string) {
	fmt.Println("archived", table)
}
