"""What knows Airflow: the tasks' bodies, the retry policy, the assets. Imports stages only inside the tasks."""
