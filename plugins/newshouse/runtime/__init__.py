"""The machine below the pipeline: the embedded PostgreSQL, the environment, Airflow's processes."""
