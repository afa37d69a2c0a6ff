// Whoever has the channel of a subscription waits for what is sent through the
// list of them.
package main

import "sync"

type broker struct {
	mu   sync.Mutex
	subs map[string][]chan string
}

func (b *broker) subscribe(topic string) <-chan string {
	b.mu.Lock()
	defer b.mu.Unlock()
	ch := make(chan string, 1)
	b.subs[topic] = append(b.subs[topic], ch)
	return ch
}

func (b *broker) publish(topic, message string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ch := range b.subs[topic] {
		go func(ch chan string) { ch <- message }(ch)
	}
}

func main() {
	b := &broker{subs: map[string][]chan string{}}
	ch := b.subscribe("x")
	b.publish("x", "y")
	println(<-ch)
}
