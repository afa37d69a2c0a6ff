package main

import (
	"errors"
	"fmt"
)

import "sync"

func main() {
	fmt.Println(badGroup(nil), badChannel(nil))
}

func badGroup(args []string) error {
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Println("cache is warm") }) // want `goroutine is not joined on every path`
	if len(args) == 0 {
		return errors.New("no arguments")
	}
	wg.Wait()
	return nil
}

func badChannel(args []string) error {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want `goroutine is not joined on every path`
		defer wg.Done()
		fmt.Println("cache is warm")
	}()
	for range args {
		if len(args) == 0 {
			return errors.New("no arguments")
		}
	}
	wg.Wait()
	return nil
}
