// The first of several answers will do: the others are meant to be lost.
package main

func first(names []string) string {
	answers := make(chan string, len(names))
	for _, n := range names {
		go func() { answers <- n }()
	}
	return <-answers
}

func main() { println(first([]string{"a", "b"})) }
