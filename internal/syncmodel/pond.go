package syncmodel

// pondRows are those of github.com/alitto/pond/v2, which has each method on
// pools and groups, with and without results.
func pondRows() map[Key]Row {
	const pond = "github.com/alitto/pond/v2"
	const future = "Submit submits a task and returns a future that can be used to wait for the task to complete."
	rows := map[Key]Row{
		{pond, "", "NewPool"}:       {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewPool creates a new pool with the given maximum concurrency and options."},
		{pond, "", "NewResultPool"}: {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewResultPool creates a new result pool with the given maximum concurrency and options."},
		{pond, "", "NewSubpool"}:    {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewSubpool creates a new subpool with the default pool."},
		{pond, "", "NewGroup"}:      {Do: Nothing, Returns: New, Doc: "NewGroup creates a new task group with the default pool."},
		{pond, "", "Submit"}:        {Do: Go, Returns: TaskOnly, Doc: future},
		{pond, "", "SubmitErr"}:     {Do: Go, Returns: TaskOnly, Doc: future},
		{pond, "Pool", "Go"}:        {Do: GroupGo, Doc: "Submits a task to the pool without waiting for it to complete."},
	}
	for _, t := range []string{"Pool", "ResultPool"} {
		for _, m := range []string{"Submit", "SubmitErr", "TrySubmit", "TrySubmitErr"} {
			rows[Key{pond, t, m}] = Row{Do: GroupGo, Returns: TaskOnly, Doc: future}
		}
		rows[Key{pond, t, "NewGroup"}] = Row{Do: Nothing, Returns: Part, Doc: "Creates a new task group."}
		rows[Key{pond, t, "NewGroupContext"}] = Row{Do: Nothing, Returns: Part, Doc: "Creates a new task group with the specified context."}
		rows[Key{pond, t, "NewSubpool"}] = Row{Do: GroupLimit, Bound: 1, Returns: Part, Doc: "Creates a new subpool with the specified maximum concurrency and options."}
		rows[Key{pond, t, "Stop"}] = Row{Do: GroupStop, Returns: Receiver, Doc: "Stops the pool and returns a future that can be used to wait for all tasks pending to complete."}
		rows[Key{pond, t, "StopAndWait"}] = Row{Do: GroupWait, Doc: "Stops the pool and waits for all tasks to complete."}
		for _, m := range []string{"RunningWorkers", "SubmittedTasks", "WaitingTasks", "FailedTasks", "SuccessfulTasks", "CompletedTasks", "DroppedTasks", "CanceledTasks", "MaxConcurrency", "QueueSize", "NonBlocking", "Stopped", "Resize"} {
			rows[Key{pond, t, m}] = Row{Do: GroupPeek, Doc: "Returns a figure about the pool."}
		}
	}
	for _, t := range []string{"TaskGroup", "ResultTaskGroup"} {
		rows[Key{pond, t, "Submit"}] = Row{Do: GroupGo, Returns: Receiver, Doc: "Submits a task to the group."}
		rows[Key{pond, t, "SubmitErr"}] = Row{Do: GroupGo, Returns: Receiver, Doc: "Submits a task to the group that can return an error."}
		rows[Key{pond, t, "Wait"}] = Row{Do: GroupWait, Doc: "Waits for all tasks in the group to complete."}
		rows[Key{pond, t, "Done"}] = Row{Do: Nothing, Returns: WaitChan, Doc: "Returns a channel that is closed when all tasks in the group have completed, a task returns an error, or the group is stopped."}
		rows[Key{pond, t, "Stop"}] = Row{Do: GroupStop, Doc: "Stops the group and cancels all remaining tasks. Running tasks are not interrupted."}
	}
	for _, t := range []string{"Task", "Result", "ResultTask"} {
		rows[Key{pond, t, "Wait"}] = Row{Do: GroupWait, Doc: "Wait waits for the task to complete."}
		rows[Key{pond, t, "Done"}] = Row{Do: Nothing, Returns: WaitChan, Doc: "Done returns a channel that is closed when the task is complete."}
	}
	return rows
}

// pondV1 is the module before its second major version.
const pondV1 = "github.com/alitto/pond"

func pondV1Rows() map[Key]Row {
	return map[Key]Row{
		{pondV1, "", "New"}:                        {Do: GroupLimit, Bound: 1, Returns: New, Doc: "New creates a worker pool with that can scale up to the given maximum number of workers (maxWorkers)."},
		{pondV1, "WorkerPool", "Submit"}:           {Do: GroupGo, Doc: "Submit sends a task to this worker pool for execution."},
		{pondV1, "WorkerPool", "TrySubmit"}:        {Do: GroupGo, Doc: "TrySubmit attempts to send a task to this worker pool for execution."},
		{pondV1, "WorkerPool", "SubmitBefore"}:     {Do: GroupGo, Doc: "SubmitBefore attempts to send a task for execution to this worker pool but aborts it if the task did not start before the given deadline."},
		{pondV1, "WorkerPool", "SubmitAndWait"}:    {Do: GoAll, Doc: "SubmitAndWait sends a task to this worker pool for execution and waits for it to complete before returning"},
		{pondV1, "WorkerPool", "Stop"}:             {Do: GroupStop, Doc: "Stop causes this pool to stop accepting new tasks and signals all workers to exit. Tasks being executed by workers will continue until completion."},
		{pondV1, "WorkerPool", "StopAndWait"}:      {Do: GroupWait, Doc: "StopAndWait causes this pool to stop accepting new tasks and then waits for all tasks in the queue to complete before returning."},
		{pondV1, "WorkerPool", "StopAndWaitFor"}:   {Do: GroupWait, Doc: "StopAndWaitFor stops this pool and waits until either all tasks in the queue are completed or the given deadline is reached, whichever comes first."},
		{pondV1, "WorkerPool", "Group"}:            {Do: Nothing, Returns: Part, Doc: "Group creates a new task group"},
		{pondV1, "WorkerPool", "GroupContext"}:     {Do: Nothing, Returns: Part, Doc: "GroupContext creates a new task group and an associated Context derived from ctx."},
		{pondV1, "TaskGroup", "Submit"}:            {Do: GroupGo, Doc: "Submit adds a task to this group and sends it to the worker pool to be executed"},
		{pondV1, "TaskGroup", "Wait"}:              {Do: GroupWait, Doc: "Wait waits until all the tasks in this group have completed"},
		{pondV1, "TaskGroupWithContext", "Submit"}: {Do: GroupGo, Doc: "Submit adds a task to this group and sends it to the worker pool to be executed"},
		{pondV1, "TaskGroupWithContext", "Wait"}:   {Do: GroupWait, Doc: "Wait blocks until either all the tasks submitted to this group have completed, one of them returned a non-nil error or the context associated to this group was canceled."},
	}
}
