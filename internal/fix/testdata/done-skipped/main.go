package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	badLast([]string{"ada", "", "grace"})
	badBoth([]string{"ada", "", "grace", "linus"})
	badLateDefer([]string{"ada", ""})
	badNamed()
}

func badLast(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() { // want `goroutine can return without wg.Done`
			if name == "" {
				return
			}
			fmt.Println("hello,", name)
			wg.Done() // the end
		}()
	}
	wg.Wait()
}

// Two paths call Done, the third does not.
func badBoth(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() { // want `goroutine can return without wg.Done`
			if name == "ada" {
				wg.Done()
				return
			}
			if name == "" {
				return
			}
			fmt.Println("hello,", name)
			wg.Done()
		}()
	}
	wg.Wait()
}

func badLateDefer(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() { // want `goroutine can return without wg.Done`
			if name == "" {
				return
			}
			defer wg.Done()
			fmt.Println("hello,", name)
		}()
	}
	wg.Wait()
}

func badNamed() {
	var wg sync.WaitGroup
	wg.Add(1)
	go worker(&wg) // want `goroutine can return without wg.Done`
	wg.Wait()
}

func worker(group *sync.WaitGroup) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return
	}
	fmt.Println(f.Name())
	group.Done()
}
