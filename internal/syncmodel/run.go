package syncmodel

// runRows are runners: they are told first what to run, and then to run it.
func runRows() map[Key]Row {
	return map[Key]Row{
		{"github.com/oklog/run", "Group", "Add"}: {Do: KeepTask, Doc: "Add an actor (function) to the group. Each actor must be pre-emptable by an interrupt function.", Also: &Row{Do: KeepStop, Arg: 1}},
		{"github.com/oklog/run", "Group", "Run"}: {Do: RunKept, Doc: "Run all actors (functions) concurrently. When the first actor returns, all others are interrupted. Run only returns when all actors have exited."},

		{"github.com/thejerf/suture/v4", "", "New"}:                       {Do: Nothing, Returns: New, Doc: "New is the full constructor function for a supervisor."},
		{"github.com/thejerf/suture/v4", "", "NewSimple"}:                 {Do: Nothing, Returns: New, Doc: "NewSimple is a convenience function to create a service with just a name and the sensible defaults."},
		{"github.com/thejerf/suture/v4", "Supervisor", "Add"}:             {Do: KeepTask, Method: "Serve", Doc: "Add adds a service to this supervisor. If the supervisor has not been started yet, the service will be started when the supervisor is."},
		{"github.com/thejerf/suture/v4", "Supervisor", "Serve"}:           {Do: RunKept, Doc: "Serve starts the supervisor. You should call this on the top-level supervisor, but nothing else."},
		{"github.com/thejerf/suture/v4", "Supervisor", "ServeBackground"}: {Do: GoKept, Returns: TaskChan, Doc: "ServeBackground starts running a supervisor in its own goroutine. The returned one-buffered channel receives the error returned by .Serve."},

		{"sigs.k8s.io/controller-runtime/pkg/manager", "", "New"}:          {Do: Nothing, Returns: New, Doc: "New returns a new Manager for creating Controllers."},
		{"sigs.k8s.io/controller-runtime/pkg/manager", "Manager", "Add"}:   {Do: KeepTask, Method: "Start", Doc: "Add will set requested dependencies on the component, and cause the component to be started when Start is called."},
		{"sigs.k8s.io/controller-runtime/pkg/manager", "Manager", "Start"}: {Do: RunKept, Doc: "Start starts all registered Controllers and blocks until the context is cancelled."},
	}
}
