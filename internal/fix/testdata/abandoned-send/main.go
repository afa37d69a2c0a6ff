package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// What is sent is received in time.
func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	fmt.Println(badTimeout(ctx), badTwoPaths(ctx))
}

func fetch(name string) (string, error) {
	if name == "" {
		return "", errors.New("no name")
	}
	return name, nil
}

func badTimeout(ctx context.Context) string {
	result := make(chan string)
	go func() {
		s, _ := fetch("x")
		result <- s // want `goroutine can block for ever`
	}()
	select {
	case s := <-result:
		return s
	case <-ctx.Done():
		return "timeout"
	}
}

// One send at most is executed.
func badTwoPaths(ctx context.Context) error {
	errc := make(chan error)
	go func() {
		_, err := fetch("x")
		if err != nil {
			errc <- err // want `goroutine can block for ever`
			return
		}
		errc <- nil // want `goroutine can block for ever`
	}()
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func badFirstOf(ctx context.Context, names []string) string {
	result := make(chan string)
	for _, name := range names {
		go func() {
			s, _ := fetch(name)
			result <- s // want `goroutine can block for ever`
		}()
	}
	return <-result
}
