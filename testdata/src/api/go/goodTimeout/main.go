// Command goodTimeout gives up waiting for a result after a while. The channel
// has room for it, so that the goroutine ends nevertheless.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	fmt.Println(answer(ctx))
}

func answer(ctx context.Context) (string, error) {
	result := make(chan string, 1)
	go func() {
		time.Sleep(time.Minute)
		result <- "42"
	}()
	select {
	case s := <-result:
		return s, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
